namespace Gannet.Detection.Necks;

/// <summary>Names what stands between the backbone and the two stages: one of Gannet's necks, or one that a program adds to <see cref="DetectorParts"/>.</summary>
/// <param name="Name">As options write it.</param>
public readonly record struct NeckKind(string Name) : IPartName<NeckKind>
{
    /// <summary>A feature pyramid.</summary>
    public static NeckKind Fpn { get; } = new("fpn");

    /// <summary>The last map of the backbone alone.</summary>
    public static NeckKind Last { get; } = new("last");

    /// <summary>The last map but one for proposals, the last for regions: R-FCN's authors'.</summary>
    public static NeckKind Split { get; } = new("split");

    /// <summary>The two last maps, the coarser one enlarged to the finer, side by side: RFCN-tensorflow's.</summary>
    public static NeckKind Concatenated { get; } = new("concatenated");

    /// <inheritdoc/>
    public static NeckKind Named(string name) => new(name);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
