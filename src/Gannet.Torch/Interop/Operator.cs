using Gannet.Torch.Autograd;

namespace Gannet.Torch.Interop;

/// <summary>One operator of the dispatcher, looked up on its first call.</summary>
internal sealed unsafe class Operator(string name, string overload, int arity)
{
    private nint _handle;

    /// <summary>The operator's qualified name.</summary>
    public string Name => overload.Length == 0 ? name : $"{name}.{overload}";

    public void Call(Value* inputs, int count, Value* outputs, int capacity)
    {
        if (_handle == 0) _handle = Find();
        if (Shim.Call(_handle, inputs, count, outputs, capacity) >= 0) return;
        BackwardFailures.ThrowIfNamed(Shim.ErrorText());
        throw Shim.Error(Name);
    }

    /// <summary>Looks the operator up and compares its arguments with the checked-in schema; a newer libtorch may have more, with defaults.</summary>
    /// <exception cref="TorchException">This libtorch has no such operator, or one with other arguments.</exception>
    public nint Find()
    {
        var handle = Shim.FindOperator(name, overload);
        if (handle == 0) throw Shim.Error($"this libtorch has no operator {Name}");
        int required;
        var actual = Shim.OperatorArity(handle, &required);
        return required <= arity && arity <= actual
            ? handle
            : throw new TorchException($"{Name} takes {actual} arguments in this libtorch, {arity} in schemas.txt: correct its line there.");
    }

    public static nint[] Handles(ReadOnlySpan<Tensor?> tensors)
    {
        var handles = new nint[tensors.Length];
        for (var k = 0; k < handles.Length; k++) handles[k] = tensors[k]?.Handle ?? 0;
        return handles;
    }

    public static void KeepAlive(ReadOnlySpan<Tensor?> tensors)
    {
        foreach (var tensor in tensors) GC.KeepAlive(tensor);
    }

    public static void Free(in Value result)
    {
        if (result.Kind == ValueKind.Tensor) Shim.Free(result.Pointer);
    }

    // An undefined result, such as the gradient of an unused input, has no C# form; nothing in schemas.txt returns one.
    public static Tensor TakeTensor(in Value result) => result.Kind == ValueKind.Tensor
        ? new Tensor(result.Pointer)
        : throw new TorchException("libtorch returned an undefined tensor.");

    public static Tensor[] TakeTensors(in Value result)
    {
        var items = new ReadOnlySpan<nint>((void*)result.Pointer, result.Length);
        var tensors = new Tensor[items.Length];
        for (var k = 0; k < tensors.Length; k++) tensors[k] = new Tensor(items[k]);
        Shim.FreeArray(result.Pointer);
        return tensors;
    }
}
