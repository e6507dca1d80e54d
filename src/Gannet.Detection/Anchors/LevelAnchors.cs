using Gannet.Detection.Export;
using Gannet.Detection.Images;
using Gannet.Detection.Necks;
using Gannet.Runtime.Format;
using Gannet.Torch;

namespace Gannet.Detection.Anchors;

/// <summary>The anchors of the maps that the first stage reads.</summary>
internal sealed class LevelAnchors
{
    private readonly AnchorGenerator _generator;
    private readonly IReadOnlyList<FeatureLevel> _levels;
    private readonly AnchorOptions _options;

    public LevelAnchors(IReadOnlyList<FeatureLevel> levels, AnchorOptions options)
    {
        (_generator, _levels, _options) = (new AnchorGenerator(options), levels, options);
        if (_generator.Levels is { } given && given != levels.Count)
        {
            var name = options.LevelShapes.Length > 0 ? "anchors.level_shapes" : "anchors.sizes";
            throw InvalidOptionException.Contradiction(name, $"{name} has {given} levels, but this network has {levels.Count}.");
        }
    }

    public int PerCell => _generator.PerCell;

    public AnchorGrid Of(ImageBatch batch, IReadOnlyList<Tensor> maps) =>
        _generator.Generate(batch.Height, batch.Width, [.. maps.Select(static m => ((int)m.Shape[2], (int)m.Shape[3]))], _levels);

    /// <summary>Adds the anchors of each level, <c>[T, 4]</c>, to a graph.</summary>
    public GraphValue[] Export(DetectorGraph detector, TracedValue[] maps, PlacedImages images) =>
        new AnchorGraph(_generator, _options, _levels, detector).Add(maps, images);
}
