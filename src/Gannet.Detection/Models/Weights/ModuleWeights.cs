using System.Runtime.InteropServices;
using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;
using Gannet.Torch.Serialization;

namespace Gannet.Detection.Models.Weights;

/// <summary>Reads and writes the state of a module in weight files.</summary>
public static class ModuleWeights
{
    /// <summary>Writes every parameter and buffer.</summary>
    public static void Save(string path, Module module, IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(module);
        SafetensorsWriter.Write(path, module.State().Select(static s => Content(s.Name, s.Tensor)), metadata);
    }

    /// <summary>Copies stored tensors into the module where names and shapes agree.</summary>
    /// <param name="module">Receives the weights.</param>
    /// <param name="stored">The tensors of the file.</param>
    /// <param name="rename">Maps a name in the file to the module's name, or to null to ignore the tensor.</param>
    public static WeightReport Load(Module module, IEnumerable<StoredTensor> stored, Func<string, string?>? rename = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(stored);
        using var noGrad = NoGrad.Enter();
        var state = module.State().ToDictionary(static s => s.Name, static s => s.Tensor, StringComparer.Ordinal);
        var missing = state.Keys.Where(static name => !IsOptional(name)).ToHashSet(StringComparer.Ordinal);
        List<string> loaded = [], unexpected = [], misshapen = [];
        foreach (var tensor in stored)
        {
            var name = rename is null ? tensor.Name : rename(tensor.Name);
            if (name is null) continue;
            if (!state.TryGetValue(name, out var target))
            {
                if (!IsOptional(name)) unexpected.Add(tensor.Name);
                continue;
            }

            missing.Remove(name);
            if (!tensor.Shape.SequenceEqual(target.Shape))
            {
                misshapen.Add($"{tensor.Name} is [{string.Join(", ", tensor.Shape)}], the model's [{string.Join(", ", target.Shape.ToArray())}]");
                continue;
            }

            using var scope = TensorScope.Enter();
            target.CopyInPlace(ToTensor(tensor));
            loaded.Add(name);
        }

        return new(loaded, [.. missing.Order(StringComparer.Ordinal)], unexpected, misshapen);
    }

    /// <summary>A tensor in the form that the weight file writer needs.</summary>
    public static TensorContent Content(string name, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor.ElementType switch
        {
            ElementType.Int64 => new(name, ElementType.Int64, tensor.Shape.ToArray(), stream => WriteElements<long>(tensor, stream)),
            ElementType.Double => new(name, ElementType.Double, tensor.Shape.ToArray(), stream => WriteElements<double>(tensor, stream)),
            _ => new(name, ElementType.Float, tensor.Shape.ToArray(), stream => WriteElements<float>(tensor, stream)),
        };
    }

    // Directly from native memory: managed copies of all weights would stay in memory until the next full garbage collection.
    private static void WriteElements<T>(Tensor tensor, Stream stream) where T : unmanaged
    {
        using var scope = TensorScope.Enter();
        using var noGrad = NoGrad.Enter();
        var rows = tensor.Detach().To(Device.Cpu, tensor.ElementType).Contiguous();
        stream.Write(MemoryMarshal.AsBytes(rows.AsSpan<T>()));
    }

    /// <summary>A stored tensor, with its shape, in the current scope.</summary>
    /// <param name="tensor">Counts and sums keep their type: float is not exact beyond 2^24. All others become float.</param>
    public static Tensor ToTensor(StoredTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using var scope = TensorScope.Enter();
        var elements = tensor.ElementType switch
        {
            ElementType.Int64 => Tensor.From<long>(MemoryMarshal.Cast<byte, long>(tensor.Read())),
            ElementType.Double => Tensor.From<double>(MemoryMarshal.Cast<byte, double>(tensor.Read())),
            _ => Tensor.From<float>(tensor.ReadFloats()),
        };
        return scope.Keep(elements.Reshape(tensor.Shape));
    }

    // Trainable batch norms count their batches, frozen ones do not; no result depends on the count.
    private static bool IsOptional(string name) => name.EndsWith("num_batches_tracked", StringComparison.Ordinal);
}
