namespace Gannet.Detection.Necks;

/// <summary>Names the neck between backbone and stages: built in, or added by a program to <see cref="DetectorParts"/>.</summary>
/// <param name="Name">The name used in options.</param>
public readonly record struct NeckKind(string Name) : IPartName<NeckKind>
{
    /// <summary>A feature pyramid.</summary>
    public static NeckKind Fpn { get; } = new("fpn");

    /// <summary>Only the last map of the backbone.</summary>
    public static NeckKind Last { get; } = new("last");

    /// <summary>The second-to-last map for proposals, the last for regions, as R-FCN's authors do.</summary>
    public static NeckKind Split { get; } = new("split");

    /// <summary>The last two maps, the coarser one upsampled, concatenated as in RFCN-tensorflow.</summary>
    public static NeckKind Concatenated { get; } = new("concatenated");

    /// <inheritdoc/>
    public static NeckKind Named(string name) => new(name);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
