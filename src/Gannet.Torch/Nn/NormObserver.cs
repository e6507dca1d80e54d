namespace Gannet.Torch.Nn;

/// <summary>Sees the input of every batch norm that learns, on the thread that entered it.</summary>
public abstract class NormObserver
{
    [ThreadStatic] private static NormObserver? t_current;

    /// <summary>The observer of this thread, or <see langword="null"/>.</summary>
    public static NormObserver? Current => t_current;

    /// <summary>Makes <paramref name="observer"/> current on this thread until the result is disposed.</summary>
    public static Usage Use(NormObserver? observer)
    {
        var usage = new Usage(t_current);
        t_current = observer;
        return usage;
    }

    /// <summary>Called before the norm is computed.</summary>
    /// <param name="norm">The norm.</param>
    /// <param name="x">Its input, <c>[N, C, H, W]</c>; not to be changed.</param>
    public abstract void Observe(BatchNorm norm, Tensor x);

    /// <summary>The period in which an observer is in use.</summary>
    public readonly ref struct Usage
    {
        private readonly NormObserver? _outer;

        internal Usage(NormObserver? outer) => _outer = outer;

        /// <summary>Restores the observer that was in use before.</summary>
        public void Dispose() => t_current = _outer;
    }
}
