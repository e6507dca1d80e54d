namespace Gannet.Training.Layers;

/// <summary>What is trained in one phase of a training.</summary>
/// <param name="Selection">The trained parameters.</param>
/// <param name="LastEpoch">The last epoch of the phase, counted from 1; null for the training's last.</param>
public sealed record LayerPhase(LayerSelection Selection, int? LastEpoch);
