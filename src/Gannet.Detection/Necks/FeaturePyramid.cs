using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Necks;

/// <summary>A feature pyramid (Lin et al. 2017): coarse maps are enlarged and added to finer ones; one more level is made by sub-sampling.</summary>
internal sealed class FeaturePyramid : Module
{
    private readonly NormalizedConv[] _lateral, _output;

    public FeaturePyramid(IReadOnlyList<int> inputs, NeckOptions options)
    {
        Channels = options.Channels;
        _lateral = new NormalizedConv[inputs.Count];
        _output = new NormalizedConv[inputs.Count];
        for (var k = 0; k < inputs.Count; k++)
        {
            _lateral[k] = AddConv($"inner_blocks.{k}", inputs[k], kernel: 1, options);
            _output[k] = AddConv($"layer_blocks.{k}", Channels, kernel: 3, options);
        }
    }

    public int Channels { get; }

    /// <summary>One map of <see cref="Channels"/> channels for each input, finest first, and one of half the last resolution.</summary>
    public Tensor[] Forward(IReadOnlyList<Tensor> maps)
    {
        using var scope = TensorScope.Enter();
        var levels = new Tensor[maps.Count + 1];
        Tensor? above = null;
        for (var k = maps.Count - 1; k >= 0; k--)
        {
            var lateral = _lateral[k].Forward(maps[k]);
            if (above is not null) lateral.AddInPlace(above.UpsampleNearest2d(lateral.Shape.AsSpan(2)));
            levels[k] = _output[k].Forward(lateral);
            above = lateral;
        }

        levels[^1] = levels[^2].MaxPool2d([1, 1], [2, 2]);
        return scope.Keep(levels);
    }

    private NormalizedConv AddConv(string name, int inputs, int kernel, NeckOptions options)
    {
        var conv = Add($"{name}.0", new Conv2d(inputs, options.Channels, kernel, bias: options.Norm is null));
        Initialization.HeUniformFanIn(conv.Weight);
        Initialization.Zero(conv.Bias);
        return new(conv, options.Norm is { } norm ? Add($"{name}.1", norm.Create(options.Channels)) : null);
    }
}
