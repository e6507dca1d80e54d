using Gannet.Detection.Models;
using Gannet.Detection.Necks;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Backbones;

/// <summary>A network that turns pixels into feature maps of decreasing resolution, stage by stage.</summary>
public abstract class Backbone : Module
{
    private readonly List<BackboneStage> _stages = [];
    private readonly IReadOnlyList<string> _allStages;
    private readonly int[] _outputs;

    /// <summary>Determines the depth of the network: up to the last stage whose map is requested.</summary>
    /// <param name="allStages">Names of the stages of the whole network, input to output.</param>
    /// <param name="outputs">Names of the stages whose maps are returned.</param>
    /// <exception cref="InvalidOptionException">A stage does not exist or is named twice.</exception>
    protected Backbone(IReadOnlyList<string> allStages, IReadOnlyList<string> outputs)
    {
        ArgumentNullException.ThrowIfNull(allStages);
        ArgumentNullException.ThrowIfNull(outputs);
        if (outputs.Count == 0) throw new ArgumentException("a backbone needs an output.", nameof(outputs));
        _allStages = allStages;
        _outputs = [.. outputs.Select(IndexOf).Order()];
        if (_outputs.Distinct().Count() < _outputs.Length)
            throw InvalidOptionException.Contradiction("backbone.outputs", $"backbone.outputs names a stage twice: {string.Join(", ", outputs)}.");
        StageNames = [.. allStages.Take(_outputs[^1] + 1)];
    }

    /// <summary>Names of the network's stages, input to output; stages after the last map are not built.</summary>
    public IReadOnlyList<string> StageNames { get; }

    /// <summary>The resolution level of each of <see cref="StageNames"/>, 1 to 5: the papers' C1 to C5.</summary>
    /// <remarks>
    /// C3 is layer2 of a ResNet, conv3 of VGG-16, block2 of a DenseNet, stage3 of MobileNetV3 and maxpool_5a, mixed_5b and repeat of
    /// Inception-ResNet-v2.
    /// </remarks>
    public IReadOnlyList<int> StageLevels => [.. _stages.Select(static s => s.Level)];

    /// <summary>Channels of each returned map, finest first.</summary>
    public IReadOnlyList<int> Channels => [.. _outputs.Select(k => _stages[k].Channels)];

    /// <summary>Input pixels per cell of each returned map.</summary>
    public IReadOnlyList<int> Strides => [.. _outputs.Select(k => _stages[k].Stride)];

    /// <summary>Input coordinate at which the first cell of each returned map begins, in both directions.</summary>
    /// <value>0 if every convolution is padded: cell k then covers pixels k·stride to (k + 1)·stride.</value>
    public IReadOnlyList<float> Origins => [.. _outputs.Select(k => _stages[k].Origin)];

    /// <summary>Channels, stride and origin of each returned map, finest first.</summary>
    public IReadOnlyList<FeatureLevel> Levels => [.. _outputs.Select(k => new FeatureLevel(_stages[k].Channels, _stages[k].Stride, _stages[k].Origin))];

    /// <summary>Minimum image side, in pixels, at which every map has a cell.</summary>
    public int LeastSide => _stages[^1].LeastSide;

    /// <summary>Computes the feature maps of <paramref name="x"/>, <c>[N, 3, H, W]</c>, finest first.</summary>
    /// <exception cref="InvalidDataException">The images have fewer than <see cref="LeastSide"/> rows or columns.</exception>
    public Tensor[] Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Shape is not [_, _, var height, var width]) throw new ArgumentException($"Expected [N, 3, H, W], got {x}.", nameof(x));
        if (Math.Min(height, width) < LeastSide)
        {
            throw new InvalidDataException(
                $"pictures of {width} × {height} pixels are too small for this backbone, which needs {LeastSide} on each side; raise transform.min_size.");
        }

        using var scope = TensorScope.Enter();
        var maps = new Tensor[_outputs.Length];
        for (var (k, n) = (0, 0); n < maps.Length; k++)
        {
            x = _stages[k].Forward(x);
            if (k == _outputs[n]) maps[n++] = scope.Keep(x);
            if (_stages[k].Rest is { } rest) x = rest(x);
        }

        return maps;
    }

    /// <summary>Freezes all but the last <paramref name="trainable"/> stages of the whole network.</summary>
    /// <exception cref="InvalidOptionException">There are fewer stages.</exception>
    /// <remarks>Stages that were not built also count: networks of one kind freeze the same layers at any depth.</remarks>
    public void FreezeAllBut(int trainable)
    {
        if (trainable == BackboneOptions.AllStages) return;
        if (trainable < 0 || trainable > _allStages.Count)
            throw new InvalidOptionException("backbone.trainable_stages", $"{trainable}", $"from 0 to {_allStages.Count} for this backbone, or {BackboneOptions.AllStages} for all stages");
        foreach (var stage in StageNames.Take(_allStages.Count - trainable))
        {
            foreach (var part in StageParts(stage)) part.Freeze();
        }
    }

    /// <summary>The modules of one of <see cref="StageNames"/>; empty for a stage that only pools.</summary>
    /// <exception cref="InvalidOptionException">The network has no such stage; the message suggests the nearest name.</exception>
    public IReadOnlyList<Module> StageParts(string stage) => IndexOf(stage) is var k && k < _stages.Count
        ? _stages[k].Parts
        : throw InvalidOptionException.Contradiction("backbone.outputs", $"stage '{stage}' is not built: this backbone ends with '{StageNames[^1]}'.");

    /// <summary>Creates the built-in backbone that <paramref name="options"/> name, with random weights.</summary>
    /// <exception cref="InvalidOptionException">There is no such backbone or stage; the message suggests the nearest name.</exception>
    public static Backbone Create(BackboneOptions options) => DetectorParts.BuiltIn.CreateBackbone(options);

    /// <summary>Whether the stage <paramref name="name"/> has to be built, since it is not after the last map.</summary>
    protected bool Has(string name) => StageNames.Contains(name);

    /// <summary>Appends the next of <see cref="StageNames"/>.</summary>
    /// <exception cref="InvalidOperationException">Another stage comes next.</exception>
    protected void AddStage(BackboneStage stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        if (stage.Name != StageNames[_stages.Count])
            throw new InvalidOperationException($"Stage '{stage.Name}' was added where '{StageNames[_stages.Count]}' comes next.");
        _stages.Add(stage);
    }

    private int IndexOf(string name)
    {
        for (var k = 0; k < _allStages.Count; k++)
        {
            if (_allStages[k] == name) return k;
        }

        // A list in YAML can contain null, even where the type forbids it.
        throw InvalidOptionException.Contradiction(
            "backbone.outputs", $"there is no stage '{name}' in this backbone; did you mean '{NearestName.Of(name ?? "", _allStages)}'? It has {string.Join(", ", _allStages)}.");
    }
}
