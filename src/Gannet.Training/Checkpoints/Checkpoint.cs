using System.Globalization;
using Gannet.Detection;
using Gannet.Detection.Models.Weights;
using Gannet.Torch;
using Gannet.Torch.Nn;
using Gannet.Torch.Optim;
using Gannet.Torch.Serialization;
using Gannet.Training.Optimization;

namespace Gannet.Training.Checkpoints;

/// <summary>The complete state of a training in one file: weights, optimizer state and progress.</summary>
/// <param name="Step">Steps taken.</param>
/// <param name="Epochs">Epochs finished, including validation.</param>
/// <param name="BestScore">Best validation AP so far; null where none was computed.</param>
/// <param name="LossSum">Sum of the losses of the unfinished epoch.</param>
/// <param name="Fingerprint">The options and data that must be the same to resume.</param>
public sealed record Checkpoint(int Step, int Epochs, double? BestScore, double LossSum, string Fingerprint)
{
    private const string ModelPrefix = "model.", OptimizerPrefix = "optimizer.", AveragePrefix = "average.";

    /// <summary>The original number of epochs, if the training was extended; otherwise null.</summary>
    public int? ProlongedFrom { get; init; }

    /// <summary>Validations since the best score.</summary>
    public int Stale { get; init; }

    /// <summary>The plan of the steps, as its own text; empty if their number is fixed.</summary>
    public string Plan { get; init; } = "";

    /// <summary>Replaces the file atomically: a kill at any moment leaves the previous one.</summary>
    public void Save(string path, Detector detector, Optimizer optimizer, IWeightAverage? average = null)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(optimizer);
        var tensors = detector.State().Select(static s => ModuleWeights.Content(ModelPrefix + s.Name, s.Tensor))
            .Concat(optimizer.State().Select(static s => ModuleWeights.Content(OptimizerPrefix + s.Name, s.Tensor)))
            .Concat((average?.State() ?? []).Select(static s => ModuleWeights.Content(AveragePrefix + s.Name, s.Tensor)));
        SafetensorsWriter.Write(path, tensors, new Dictionary<string, string>
        {
            ["gannet.checkpoint"] = "1",
            ["gannet.step"] = Step.ToString(CultureInfo.InvariantCulture),
            ["gannet.epochs"] = Epochs.ToString(CultureInfo.InvariantCulture),
            ["gannet.best"] = BestScore?.ToString("R", CultureInfo.InvariantCulture) ?? "",
            ["gannet.loss_sum"] = LossSum.ToString("R", CultureInfo.InvariantCulture),
            ["gannet.stale"] = Stale.ToString(CultureInfo.InvariantCulture),
            ["gannet.plan"] = Plan,
            ["gannet.averaged"] = (average?.Updates ?? 0).ToString(CultureInfo.InvariantCulture),
            ["gannet.fingerprint"] = Fingerprint,
        });
    }

    /// <summary>Restores detector and optimizer from the file.</summary>
    /// <remarks>The number of epochs may be larger than before: from then on the rate is that of the longer training.</remarks>
    /// <exception cref="InvalidDataException">The file is damaged or belongs to a training with other options.</exception>
    public static Checkpoint Load(string path, Detector detector, Optimizer optimizer, string fingerprint, IWeightAverage? average = null)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        using var file = WeightFile.Open(path);
        if (file.Metadata.GetValueOrDefault("gannet.checkpoint") != "1"
            || Count(file, "gannet.step") is not { } step || Count(file, "gannet.epochs") is not { } epochs)
        {
            throw new InvalidDataException($"{path}: is not a checkpoint of this version; delete it to start again.");
        }

        var made = file.Metadata.GetValueOrDefault("gannet.fingerprint", "");
        var prolonged = Checkpoints.Fingerprint.Prolonged(made, fingerprint);
        if (made != fingerprint && prolonged is null)
        {
            throw new InvalidDataException(
                $"{path}: was made with other options or data ({Checkpoints.Fingerprint.Difference(made, fingerprint)}); "
                + "use the same ones, or start in another --out folder.");
        }

        var model = file.Tensors.Values.Where(static t => t.Name.StartsWith(ModelPrefix, StringComparison.Ordinal));
        ModuleWeights.Load(detector, model, static name => name[ModelPrefix.Length..]).RequireComplete(path);
        using var scope = TensorScope.Enter(); // frees the tensors, also if they are rejected
        Restore(path, () => optimizer.Restore(step, Tensors(file, OptimizerPrefix)));
        if (average is not null) Restore(path, () => average.Restore(Count(file, "gannet.averaged") ?? 0, Tensors(file, AveragePrefix)));
        return new(step, epochs, Number(file, "gannet.best"), Number(file, "gannet.loss_sum") ?? 0, fingerprint)
        {
            ProlongedFrom = prolonged,
            Stale = Count(file, "gannet.stale") ?? 0,
            Plan = file.Metadata.GetValueOrDefault("gannet.plan", ""),
        };
    }

    /// <summary>Restores a part of a training; its error names the file and the cure.</summary>
    /// <exception cref="InvalidDataException">The part does not fit.</exception>
    internal static void Restore(string path, Action restore)
    {
        try
        {
            restore();
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"{path}: {error.Message}; delete it to start again.", error);
        }
    }

    private static IEnumerable<NamedTensor> Tensors(WeightFile file, string prefix) =>
        file.Tensors.Values.Where(t => t.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(t => new NamedTensor(t.Name[prefix.Length..], ModuleWeights.ToTensor(t)));

    private static int? Count(WeightFile file, string key) =>
        int.TryParse(file.Metadata.GetValueOrDefault(key), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static double? Number(WeightFile file, string key) =>
        double.TryParse(file.Metadata.GetValueOrDefault(key), CultureInfo.InvariantCulture, out var value) ? value : null;
}
