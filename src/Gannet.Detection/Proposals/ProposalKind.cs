namespace Gannet.Detection.Proposals;

/// <summary>Where regions come from.</summary>
public enum ProposalKind
{
    /// <summary>A region proposal network.</summary>
    Rpn,

    /// <summary>No network: random regions about the objects in training, given or sliding ones in detection.</summary>
    Random,
}
