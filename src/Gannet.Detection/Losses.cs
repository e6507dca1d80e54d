using Gannet.Torch;

namespace Gannet.Detection;

/// <summary>The losses of one batch, each a tensor of one element; they are summed with equal weight.</summary>
/// <param name="Objectness">Whether an anchor shows an object.</param>
/// <param name="ProposalBox">Where exactly, in the first stage.</param>
/// <param name="Classification">What a region shows.</param>
/// <param name="Box">Where exactly, in the second stage.</param>
public readonly record struct Losses(Tensor Objectness, Tensor ProposalBox, Tensor Classification, Tensor Box)
{
    /// <summary>The names of the terms, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = ["objectness", "proposal_box", "classification", "box"];

    /// <summary>The terms as one tensor, <c>[4]</c>: one device synchronisation reads them all.</summary>
    public Tensor Stack() => Tensor.Stack([Objectness, ProposalBox, Classification, Box]);
}
