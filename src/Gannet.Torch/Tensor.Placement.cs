using Gannet.Torch.Interop;

namespace Gannet.Torch;

// Where the elements live.
public sealed unsafe partial class Tensor
{
    private static readonly Operator s_setData = new("aten::set_data", "", 2);

    /// <summary>Moves the elements, and those of the gradient, to <paramref name="device"/>: whoever holds this tensor finds them there.</summary>
    /// <returns>This tensor.</returns>
    /// <remarks>For parameters and buffers, which layers and optimizers hold; their memory order stays. Not for tensors in a graph.</remarks>
    public Tensor MoveInPlace(Device device)
    {
        if (Device == device) return this;
        using var scope = TensorScope.Enter();
        // Both copies before the first change: where memory does not suffice the tensor stays as it was.
        var elements = Detach().To(device, ElementType);
        var gradient = Gradient is { } own ? own.To(device, own.ElementType) : null;
        Gradient = null; // it has to be where the elements are at every moment
        SetData(elements);
        if (gradient is not null) Gradient = gradient;
        return this;
    }

    /// <summary>Takes the elements of <paramref name="data"/>, without a copy, in place of its own.</summary>
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
