namespace Gannet.Torch;

/// <summary>Owns every tensor created on this thread until it is disposed.</summary>
/// <remarks>The collector does not see native memory, so waiting for finalizers would exhaust it. A scope never spans an await.</remarks>
/// <example><code>
/// using var scope = TensorScope.Enter();
/// return scope.Keep((a + b).Relu());   // the sum is freed here, the result moves to the caller's scope
/// </code></example>
public sealed class TensorScope : IDisposable
{
    [ThreadStatic] private static TensorScope? t_current;

    private readonly TensorScope? _outer;
    private readonly List<Tensor> _tensors = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;

    private TensorScope(TensorScope? outer) => _outer = outer;

    /// <summary>The innermost open scope of this thread, or <see langword="null"/>.</summary>
    public static TensorScope? Current => t_current;

    /// <summary>Opens a scope nested in the current one.</summary>
    public static TensorScope Enter() => t_current = new TensorScope(t_current);

    /// <summary>Moves <paramref name="tensor"/> to the enclosing scope and returns it.</summary>
    public Tensor Keep(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Owner != this) return tensor; // already owned further out, e.g. an argument returned unchanged
        tensor.Owner = null;
        if (_outer is { } outer) outer.Adopt(tensor);
        else tensor.Guard();
        return tensor;
    }

    /// <summary>Moves each of <paramref name="tensors"/> to the enclosing scope and returns them.</summary>
    public Tensor[] Keep(Tensor[] tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        foreach (var tensor in tensors) Keep(tensor);
        return tensors;
    }

    /// <summary>Takes <paramref name="tensor"/> out of every scope; the caller must dispose it.</summary>
    public static Tensor Detach(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        tensor.Owner = null;
        tensor.Guard();
        return tensor;
    }

    internal void Adopt(Tensor tensor)
    {
        tensor.Unguard();
        tensor.Owner = this;
        _tensors.Add(tensor);
    }

    /// <summary>Frees the tensors that were not kept.</summary>
    /// <exception cref="InvalidOperationException">The scope is not this thread's innermost one.</exception>
    public void Dispose()
    {
        if (t_current != this || _thread != Environment.CurrentManagedThreadId)
            throw new InvalidOperationException("A tensor scope must be closed on its thread, innermost first.");
        t_current = _outer;
        foreach (var tensor in _tensors)
        {
            if (tensor.Owner == this) tensor.Dispose();
        }
    }
}
