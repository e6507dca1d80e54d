namespace Gannet.Torch.Nn;

/// <summary>Bounds the weights of the layers that are made on this thread until disposed, before memory is asked for.</summary>
/// <remarks>For networks whose sizes come from outside: a file of a few bytes can describe a network that no machine holds.</remarks>
public readonly ref struct WeightBudget
{
    [ThreadStatic] private static Budget? t_current;

    private readonly Budget? _outer;

    private WeightBudget(Budget? outer) => _outer = outer;

    /// <summary>Begins to count, at 0; a budget around this one is in force as well.</summary>
    /// <param name="limit">Elements of the kernels and matrices of all layers together.</param>
    /// <param name="advice">Ends the message of the error: what there is to do about it.</param>
    public static WeightBudget Enter(long limit, string advice)
    {
        var budget = new WeightBudget(t_current);
        t_current = new(limit, advice, t_current);
        return budget;
    }

    /// <summary>Counts a tensor that is about to be made.</summary>
    /// <exception cref="InvalidOptionException">It is more than the budget has left.</exception>
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
