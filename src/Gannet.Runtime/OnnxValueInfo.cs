namespace Gannet.Runtime;

/// <summary>What a graph says about one of its inputs or outputs.</summary>
/// <param name="Name">The name by which it is given or asked for.</param>
/// <param name="ElementType">Type of the elements.</param>
/// <param name="Dimensions">One per axis; null if the graph does not say how many axes there are.</param>
public sealed record OnnxValueInfo(string Name, OnnxElementType ElementType, IReadOnlyList<OnnxDimension>? Dimensions)
{
    /// <summary>For example <c>image: Float[3, height, width]</c>.</summary>
    public override string ToString() => $"{Name}: {ElementType}[{(Dimensions is null ? "…" : string.Join(", ", Dimensions))}]";
}

/// <summary>The length of one axis: a number, a name that stands for any length, or unknown.</summary>
/// <param name="Length">The length, or null if it may vary.</param>
/// <param name="Name">The name of a length that may vary, or null.</param>
public readonly record struct OnnxDimension(int? Length, string? Name)
{
    /// <summary>The length, the name, or a question mark.</summary>
    public override string ToString() => Length?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? Name ?? "?";
}
