using Gannet.Detection.Anchors;
using Gannet.Detection.RoiHeads;

namespace Gannet.Detection;

/// <summary>How a training step chooses its anchors and regions.</summary>
public sealed record Sampling
{
    private readonly IReadOnlyList<Random> _sources;

    /// <summary>One source of randomness for the whole batch, asked image by image.</summary>
    public Sampling(Random random) => _sources = [random ?? throw new ArgumentNullException(nameof(random))];

    /// <summary>A source for each image: what is drawn for an image then does not depend on the other images of its batch.</summary>
    /// <param name="sources">One for each image of the batch.</param>
    public Sampling(IReadOnlyList<Random> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentOutOfRangeException.ThrowIfZero(sources.Count);
        _sources = sources;
    }

    /// <summary>Chooses the anchors of image n; null to follow the options.</summary>
    internal Func<AnchorGrid, int, AnchorTargets>? Anchors { get; init; }

    /// <summary>Chooses among the proposals of image n; null to follow the options.</summary>
    internal Func<Box[], int, RoiTargets>? Regions { get; init; }

    /// <summary>The source of randomness for an image; each stage goes on where the stage before stopped.</summary>
    /// <param name="image">From 0 to the number of images − 1.</param>
    public Random Of(int image) => _sources.Count == 1 ? _sources[0] : _sources[image];
}
