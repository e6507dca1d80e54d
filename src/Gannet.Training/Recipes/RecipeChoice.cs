namespace Gannet.Training.Recipes;

/// <summary>One choice of a recipe.</summary>
/// <param name="What">What is chosen, such as "input".</param>
/// <param name="Value">The choice, such as "short side 416".</param>
/// <param name="Why">The reason, in a few words with the number it rests on.</param>
public sealed record RecipeChoice(string What, string Value, string Why)
{
    /// <inheritdoc/>
    public override string ToString() => $"{What}: {Value} ({Why})";
}
