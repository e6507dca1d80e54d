using Gannet.Detection.Models;

namespace Gannet.Training.Recipes;

/// <summary>A detector and a training that were chosen for a data set and a machine.</summary>
/// <param name="Detector">The detector's options.</param>
/// <param name="Training">The training's options.</param>
/// <param name="Choices">What was chosen, and why.</param>
/// <param name="Warnings">What the time does not suffice for.</param>
public sealed record Recipe(DetectorOptions Detector, TrainingOptions Training, IReadOnlyList<RecipeChoice> Choices, IReadOnlyList<string> Warnings)
{
    /// <summary>The recipe as a preset: a text that can be saved, read, changed and repeated.</summary>
    public string Text => UsedOptions.Text(Detector, Training);
}
