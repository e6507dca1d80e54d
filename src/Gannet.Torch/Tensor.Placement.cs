using Gannet.Torch.Interop;

namespace Gannet.Torch;

// Where the elements live.
public sealed unsafe partial class Tensor
{
    private static readonly Operator s_setData = new("aten::set_data", "", 2);

    /// <summary>Moves the elements and the gradient to <paramref name="device"/>; this stays the same tensor object.</summary>
    /// <returns>This tensor.</returns>
    /// <remarks>For parameters and buffers, which layers and optimizers hold. Keeps the memory order. Not for tensors in a graph.</remarks>
    public Tensor MoveInPlace(Device device)
    {
        if (Device == device) return this;
        using var scope = TensorScope.Enter();
        // Make both copies before the first change, so that the tensor stays unchanged if memory runs out.
        var elements = Detach().To(device, ElementType);
        var gradient = Gradient is { } own ? own.To(device, own.ElementType) : null;
        Gradient = null; // it must always be on the same device as the elements
        SetData(elements);
        if (gradient is not null) Gradient = gradient;
        return this;
    }

    /// <summary>Replaces the elements with those of <paramref name="data"/>, without a copy.</summary>
    internal void SetData(Tensor data)
    {
        var inputs = stackalloc Value[2];
        Value nothing;
        (inputs[0], inputs[1]) = (Value.Of(this), Value.Of(data));
        s_setData.Call(inputs, 2, &nothing, 1);
        GC.KeepAlive(this);
        GC.KeepAlive(data);
    }
}
