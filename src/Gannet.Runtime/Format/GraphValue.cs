namespace Gannet.Runtime.Format;

/// <summary>A tensor in a graph that is being written.</summary>
/// <param name="Name">Its name; empty where an optional input is left out.</param>
internal readonly record struct GraphValue(string Name)
{
    /// <summary>An optional input that is left out.</summary>
    public static GraphValue None { get; } = new("");
}
