namespace Gannet.Runtime.Tensors;

/// <summary>What flows along an edge of a graph: a tensor or a sequence of tensors.</summary>
internal abstract class Value
{
    /// <summary>One more edge or sequence holds it.</summary>
    public abstract void Retain();

    /// <summary>One edge or sequence less holds it.</summary>
    public abstract void Release();
}

/// <summary>A list of tensors, which operators copy instead of changing.</summary>
internal sealed class TensorSequence(IReadOnlyList<Tensor> items) : Value
{
    public IReadOnlyList<Tensor> Items { get; } = items;

    public override void Retain()
    {
        foreach (var item in Items) item.Retain();
    }

    public override void Release()
    {
        foreach (var item in Items) item.Release();
    }
}
