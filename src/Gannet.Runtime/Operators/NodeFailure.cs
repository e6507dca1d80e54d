namespace Gannet.Runtime.Operators;

/// <summary>Errors of a graph, told apart from errors of this library and of the machine.</summary>
internal static class NodeFailure
{
    /// <summary>
    /// Whether an exception means that the graph is wrong. Operators check what they can name; sizes that fit no array, divisions of whole
    /// numbers by zero and the like are left to the runtime's own checks.
    /// </summary>
    public static bool IsOfGraph(Exception e) => e is InvalidDataException or ArgumentException or IndexOutOfRangeException or ArithmeticException
        or InvalidCastException or NullReferenceException or RankException or ArrayTypeMismatchException or OutOfMemoryException or NotSupportedException;

    public static InvalidDataException At(string label, Exception e) => new($"{label}: {OneLine(e.Message)}", e);

    private static string OneLine(string message) => message.ReplaceLineEndings(" ");
}
