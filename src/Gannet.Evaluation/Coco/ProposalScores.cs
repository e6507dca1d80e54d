namespace Gannet.Evaluation.Coco;

/// <summary>Average recall of class-agnostic proposals over IoU .50:.05:.95; −1 where undefined.</summary>
/// <param name="AR100">With 100 proposals a picture.</param>
/// <param name="AR300">With 300 proposals a picture.</param>
/// <param name="AR1000">With 1,000 proposals a picture.</param>
/// <param name="ARs">Of small objects, 1,000 proposals.</param>
/// <param name="ARm">Of medium objects, 1,000 proposals.</param>
/// <param name="ARl">Of large objects, 1,000 proposals.</param>
public sealed record ProposalScores(double AR100, double AR300, double AR1000, double ARs, double ARm, double ARl);
