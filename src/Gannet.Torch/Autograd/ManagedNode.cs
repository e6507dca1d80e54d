using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Gannet.Torch.Interop;

namespace Gannet.Torch.Autograd;

/// <summary>The node of a C# function in the graph: passes it libtorch's gradients and returns its results.</summary>
/// <remarks>
/// The native node holds a <see cref="GCHandle"/> to the function and frees it with the graph. The backward of CPU tensors runs on
/// the thread that called <see cref="Tensor.Backward"/>, that of CUDA tensors on one of libtorch's threads. A managed exception must
/// never cross native frames: <see cref="BackwardFailures"/> keeps it for the thread that waits.
/// </remarks>
internal static unsafe class ManagedNode
{
    /// <summary>Connects <paramref name="output"/> to <paramref name="inputs"/> if any of them needs a gradient.</summary>
    public static bool Attach(Tensor output, ReadOnlySpan<Tensor> inputs, DifferentiableFunction function)
    {
        var handles = Operator.Handles(inputs);
        var context = GCHandle.ToIntPtr(GCHandle.Alloc(function));
        var outputHandle = output.Handle;
        int attached;
        fixed (nint* pointer = handles) attached = Shim.Attach(&outputHandle, 1, pointer, handles.Length, &Backward, &Release, context);
        if (attached <= 0) GCHandle.FromIntPtr(context).Free();
        Operator.KeepAlive(inputs);
        GC.KeepAlive(output);
        return attached >= 0 ? attached == 1 : throw Shim.Error(function.GetType().Name);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Backward(nint context, Value* gradients, int count, Value* results, int inputs)
    {
        try
        {
            using var scope = TensorScope.Enter();
            using var noGrad = NoGrad.Enter();
            var function = (DifferentiableFunction)GCHandle.FromIntPtr(context).Target!;
            if (gradients[0].Kind != ValueKind.Tensor) return 0; // nothing flows back
            var gradient = Borrowed(gradients[0].Pointer);
            var answers = function.Backward(gradient);
            for (var k = 0; k < Math.Min(inputs, answers.Length); k++)
            {
                if (answers[k] is not { } answer) continue;
                results[k] = new Value { Kind = ValueKind.Tensor, Pointer = answer.Release() };
            }

            return 0;
        }
#pragma warning disable CA1031 // nothing may escape into native frames
        catch (Exception error)
#pragma warning restore CA1031
        {
            return BackwardFailures.Keep(error);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(nint context)
    {
        var handle = GCHandle.FromIntPtr(context);
        (handle.Target as IDisposable)?.Dispose();
        handle.Free();
    }

    // The gradient belongs to libtorch; we own an alias of it.
    private static Tensor Borrowed(nint handle)
    {
        var input = new Value { Kind = ValueKind.Tensor, Pointer = handle };
        Value output;
        s_alias.Call(&input, 1, &output, 1);
        return Operator.TakeTensor(output);
    }

    private static readonly Operator s_alias = new("aten::alias", "", 1);
}
