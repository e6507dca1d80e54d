namespace Gannet.Detection.Proposals;

/// <summary>Names the source of regions: a built-in first stage, or one that a program adds to <see cref="DetectorParts"/>.</summary>
/// <param name="Name">The name used in options.</param>
public readonly record struct ProposalKind(string Name) : IPartName<ProposalKind>
{
    /// <summary>A region proposal network.</summary>
    public static ProposalKind Rpn { get; } = new("rpn");

    /// <summary>No network: the second stage trains on random regions around the objects and detects in anchors or given regions.</summary>
    public static ProposalKind Random { get; } = new("random");

    /// <inheritdoc/>
    public static ProposalKind Named(string name) => new(name);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
