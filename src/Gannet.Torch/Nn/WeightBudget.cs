namespace Gannet.Torch.Nn;

/// <summary>Limits the weights of layers created on this thread until disposed, before memory is allocated.</summary>
/// <remarks>For networks whose sizes come from outside: a file of a few bytes can describe a network too large for any machine.</remarks>
public readonly ref struct WeightBudget
{
    [ThreadStatic] private static Budget? t_current;

    private readonly Budget? _outer;

    private WeightBudget(Budget? outer) => _outer = outer;

    /// <summary>Starts counting at 0; an enclosing budget stays in force.</summary>
    /// <param name="limit">Maximum number of elements in the kernels and matrices of all layers together.</param>
    /// <param name="advice">The end of the error message: what to do about it.</param>
    public static WeightBudget Enter(long limit, string advice)
    {
        var budget = new WeightBudget(t_current);
        t_current = new(limit, advice, t_current);
        return budget;
    }

    /// <summary>Counts a tensor that is about to be created.</summary>
    /// <exception cref="InvalidOptionException">It exceeds what is left of the budget.</exception>
    internal static void Take(params ReadOnlySpan<long> shape)
    {
        Int128 count = 1;
        foreach (var length in shape) count *= length;
        for (var budget = t_current; budget is not null; budget = budget.Outer) budget.Take(count);
    }

    /// <summary>Ends the count.</summary>
    public void Dispose() => t_current = _outer;

    private sealed class Budget(long limit, string advice, Budget? outer)
    {
        private Int128 _taken;

        public Budget? Outer => outer;

        public void Take(Int128 count)
        {
            _taken += count;
            if (_taken > limit) throw InvalidOptionException.Contradiction("widths", $"The options describe a network of more than {limit} weights; {advice}");
        }
    }
}
