namespace Gannet.Training.Gradients;

/// <summary>A parameter that a training step would not change or would corrupt.</summary>
/// <param name="Parameter">Its state-dict name.</param>
/// <param name="State">What is wrong with its gradient.</param>
public readonly record struct GradientFinding(string Parameter, GradientState State);
