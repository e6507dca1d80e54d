using System.Text.Json;
using Gannet.Torch.Nn;
using Gannet.Torch.Optim;

namespace Gannet.Torch.Tests.Optim;

/// <summary>The parameters, gradients and results of runs of PyTorch's optimizers.</summary>
internal sealed class OptimizerOracle : IDisposable
{
    private static readonly JsonElement s_file = StoredValues.Read("torch/optim.json");

    private readonly JsonElement _case;

    public OptimizerOracle(string name)
    {
        _case = s_file.GetProperty("cases").GetProperty(name);
        Parameters = [.. s_file.GetProperty("start").EnumerateObject().Select(static p => new NamedTensor(p.Name, Start(p)))];
    }

    public static int Steps => s_file.GetProperty("rates").GetArrayLength();

    public static IEnumerable<JsonElement> Clipping => s_file.GetProperty("clipping").EnumerateArray();

    public NamedTensor[] Parameters { get; }

    public Optimizer CreateOptimizer()
    {
        ParameterGroup[] groups = [.. _case.GetProperty("groups").EnumerateArray().Select((g, k) =>
            new ParameterGroup([Parameters[k]], g.GetProperty("factor").GetDouble(), g.GetProperty("decay").GetDouble()))];
        var momentum = _case.GetProperty("momentum") is { ValueKind: JsonValueKind.Number } stored ? stored.GetDouble() : 0;
        return _case.GetProperty("kind").GetString() switch
        {
            "SGD" => new Sgd(groups, momentum),
            "AdamW" => new AdamW(groups),
            "Adam" => new Adam(groups),
            "PaperNAdam" => new Nadam(groups),
            "NAdam" => new Nadam(groups, asBefore2: true),
            "RMSprop" => new RmsProp(groups, momentum: momentum),
            var kind => throw new InvalidOperationException($"'{kind}' is not ours."),
        };
    }

    /// <summary>Takes step <paramref name="step"/>, counted from 0.</summary>
    public void Step(Optimizer optimizer, int step, Action? take = null)
    {
        optimizer.ZeroGradients();
        SetGradients(Parameters, step);
        optimizer.Rate = s_file.GetProperty("rates")[step].GetDouble();
        (take ?? optimizer.Step)();
    }

    public static void SetGradients(IEnumerable<NamedTensor> parameters, int step)
    {
        using var scope = TensorScope.Enter();
        foreach (var (name, tensor) in parameters)
        {
            var stored = s_file.GetProperty("gradients")[step].GetProperty(name);
            if (stored.ValueKind != JsonValueKind.Null) tensor.Gradient = Tensor.From<float>(stored.Floats()).Reshape(tensor.Shape);
        }
    }

    // Float32 arithmetic in the same order differs only by the rounding of scalars.
    public void AssertAfter(int step)
    {
        foreach (var (name, tensor) in Parameters)
            StoredValues.AssertClose(_case.GetProperty("steps")[step].GetProperty(name).Floats(), tensor.ToArray<float>(), 1e-6);
    }

    public void Dispose()
    {
        foreach (var (_, tensor) in Parameters) tensor.Dispose();
    }

    private static Tensor Start(JsonProperty stored)
    {
        using var scope = TensorScope.Enter();
        var shape = s_file.GetProperty("shapes").GetProperty(stored.Name).Longs();
        return TensorScope.Detach(Tensor.From<float>(stored.Value.Floats()).Reshape(shape).Clone()).RequiresGradInPlace();
    }
}
