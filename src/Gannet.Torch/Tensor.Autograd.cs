using Gannet.Torch.Interop;

namespace Gannet.Torch;

// Gradients.
public sealed unsafe partial class Tensor
{
    private static readonly Operator s_backward = new("aten::_backward", "", 5), s_version = new("aten::_version", "", 1);

    /// <summary>Whether operations on the tensor are recorded for <see cref="Backward"/>.</summary>
    public bool RequiresGrad
    {
        get
        {
            var answer = Shim.RequiresGrad(Handle) != 0;
            GC.KeepAlive(this);
            return answer;
        }
    }

    /// <summary>The gradient accumulated by <see cref="Backward"/>, or <see langword="null"/> before the first one.</summary>
    public Tensor? Gradient
    {
        get
        {
            var gradient = Shim.Gradient(Handle);
            GC.KeepAlive(this);
            return gradient != 0 ? new Tensor(gradient) : null;
        }

        set
        {
            if (Shim.SetGradient(Handle, value?.Handle ?? 0) != 0) throw Shim.Error("gradient");
            GC.KeepAlive(this);
            GC.KeepAlive(value);
        }
    }

    /// <summary>Increases with every operator that changes elements in place; does not see changes through <see cref="AsSpan"/>.</summary>
    /// <exception cref="TorchException">The tensor was made in an <see cref="Autograd.InferenceMode"/>, without a version.</exception>
    public long Version
    {
        get
        {
            var self = Value.Of(this);
            Value version;
            s_version.Call(&self, 1, &version, 1);
            GC.KeepAlive(this);
            return version.Int;
        }
    }

    /// <summary>Adds the derivative of this one-element tensor to the gradient of every leaf it depends on.</summary>
    /// <param name="retainGraph">Keep the graph for another call.</param>
    /// <exception cref="TorchException">The tensor has no graph or several elements.</exception>
    public void Backward(bool retainGraph = false)
    {
        var inputs = stackalloc Value[5];
        var outputs = stackalloc Value[1];
        inputs[0] = Value.Of(this);
        inputs[1] = Value.List(ValueKind.Tensors, null, 0);
        inputs[3] = Value.Of(retainGraph);
        inputs[4] = Value.Of(false);
        s_backward.Call(inputs, 5, outputs, 1);
        GC.KeepAlive(this);
    }
}
