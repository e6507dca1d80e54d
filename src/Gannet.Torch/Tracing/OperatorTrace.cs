namespace Gannet.Torch.Tracing;

/// <summary>Is told of every operator that its thread calls, after the call: to record what a network computes.</summary>
public abstract class OperatorTrace
{
    [ThreadStatic] private static OperatorTrace? t_current;

    /// <summary>The trace of this thread, or <see langword="null"/>.</summary>
    public static OperatorTrace? Current => t_current;

    /// <summary>Makes <paramref name="trace"/> current on this thread until the result is disposed.</summary>
    public static Usage Use(OperatorTrace trace)
    {
        var usage = new Usage(t_current);
        t_current = trace;
        return usage;
    }

    /// <summary>Records one call.</summary>
    /// <param name="name">The operator, such as <c>aten::add.Tensor</c>.</param>
    /// <param name="arguments">In the schema's order, without those that are never passed; lists as arrays.</param>
    /// <param name="results">What it returned; an operator that works in place returns its first argument.</param>
    public abstract void Record(string name, IReadOnlyList<object?> arguments, IReadOnlyList<Tensor> results);

    /// <summary>The period in which a trace is in use.</summary>
    public readonly ref struct Usage
    {
        private readonly OperatorTrace? _outer;

        internal Usage(OperatorTrace? outer) => _outer = outer;

        /// <summary>Restores the trace that was in use before.</summary>
        public void Dispose() => t_current = _outer;
    }
}
