namespace Gannet.Evaluation.Coco;

/// <summary>Average recall of class-agnostic proposals over IoU .50:.05:.95; −1 if undefined.</summary>
/// <param name="AR100">With 100 proposals per picture.</param>
/// <param name="AR300">With 300 proposals per picture.</param>
/// <param name="AR1000">With 1,000 proposals per picture.</param>
/// <param name="ARs">For small objects, with 1,000 proposals.</param>
/// <param name="ARm">For medium objects, with 1,000 proposals.</param>
/// <param name="ARl">For large objects, with 1,000 proposals.</param>
public sealed record ProposalScores(double AR100, double AR300, double AR1000, double ARs, double ARm, double ARl);
