using Gannet.Detection.Images;

namespace Gannet.Detection.Export;

/// <summary>How a detector is exported to ONNX.</summary>
public sealed record ExportOptions
{
    /// <summary>Whether the graph takes several pictures of one size, <c>images [N, 3, H, W]</c>, instead of <c>image [3, H, W]</c>.</summary>
    public bool Batch { get; init; }

    /// <summary>Pictures in a batch of a graph with fixed shapes.</summary>
    /// <value>1.</value>
    public int BatchSize { get; init; } = 1;

    /// <summary>The only size of picture that the graph takes, so that every shape is fixed; null for any size.</summary>
    public ImageSize? Fixed { get; init; }

    /// <summary>Whether the last suppression is left out; only with <see cref="Fixed"/>.</summary>
    public bool Raw { get; init; }

    /// <summary>Whether a model with soft suppression is exported with ordinary one, which removes boxes instead of lowering their scores.</summary>
    public bool HardSuppression { get; init; }

    /// <exception cref="ArgumentException">Options contradict each other.</exception>
    internal void Check()
    {
        if (Fixed is { } size && (size.Height < 1 || size.Width < 1)) throw new ArgumentException($"A picture of {size.Height} × {size.Width} pixels cannot be.");
        if (BatchSize < 1 || BatchSize > 1 && !(Batch && Fixed is not null)) throw new ArgumentException("A batch size is for batches of fixed shapes, and at least 1.");
        if (Raw && Fixed is null) throw new ArgumentException("Predictions before suppression are for graphs with fixed shapes.");
    }
}
