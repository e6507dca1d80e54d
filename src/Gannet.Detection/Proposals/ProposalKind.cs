namespace Gannet.Detection.Proposals;

/// <summary>Names where regions come from: one of Gannet's first stages, or one that a program adds to <see cref="DetectorParts"/>.</summary>
/// <param name="Name">As options write it.</param>
public readonly record struct ProposalKind(string Name) : IPartName<ProposalKind>
{
    /// <summary>A region proposal network.</summary>
    public static ProposalKind Rpn { get; } = new("rpn");

    /// <summary>No network: random regions about the objects to train the second stage with; anchors, or given regions, to detect with.</summary>
    public static ProposalKind Random { get; } = new("random");

    /// <inheritdoc/>
    public static ProposalKind Named(string name) => new(name);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
