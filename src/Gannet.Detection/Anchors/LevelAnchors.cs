using Gannet.Detection.Images;
using Gannet.Detection.Necks;
using Gannet.Torch;

namespace Gannet.Detection.Anchors;

/// <summary>The anchors of the maps that the first stage reads.</summary>
internal sealed class LevelAnchors
{
    private readonly AnchorGenerator _generator;
    private readonly IReadOnlyList<FeatureLevel> _levels;

    public LevelAnchors(IReadOnlyList<FeatureLevel> levels, AnchorOptions options)
    {
        (_generator, _levels) = (new AnchorGenerator(options), levels);
        if (_generator.Levels is { } given && given != levels.Count)
            throw InvalidOptionException.Contradiction("anchors.sizes", $"anchors.sizes has {given} levels, but this network has {levels.Count}.");
    }

    public int PerCell => _generator.PerCell;

    public AnchorGrid Of(ImageBatch batch, IReadOnlyList<Tensor> maps) =>
        _generator.Generate(batch.Height, batch.Width, [.. maps.Select(static m => ((int)m.Shape[2], (int)m.Shape[3]))], _levels);
}
