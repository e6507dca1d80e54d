namespace Gannet.Torch.Serialization;

/// <summary>An open file of named tensors: safetensors, or what <c>torch.save</c> writes, old and new.</summary>
/// <remarks>No code in the file is ever run, and nothing in it is trusted. Needs no libtorch.</remarks>
public sealed class WeightFile : IDisposable
{
    private readonly RandomAccessFile _file;

    private WeightFile(RandomAccessFile file)
    {
        _file = file;
        Format = Detect(file);
        List<StoredTensor> tensors;
        (tensors, Metadata, Ignored) = Format switch
        {
            WeightFormat.Safetensors => SafetensorsReader.Read(file) is var (found, metadata) ? (found, metadata, []) : default,
            WeightFormat.TorchZip => FromStateDictionary(TorchZipReader.Read(file)),
            _ => FromStateDictionary(TorchLegacyReader.Read(file)),
        };
        Tensors = tensors.ToDictionary(static tensor => tensor.Name, StringComparer.Ordinal);
    }

    /// <summary>The path it was opened by.</summary>
    public string Path => _file.Path;

    /// <summary>The format that was detected.</summary>
    public WeightFormat Format { get; }

    /// <summary>The tensors by name, in the file's order.</summary>
    public IReadOnlyDictionary<string, StoredTensor> Tensors { get; }

    /// <summary>Text stored beside the tensors; empty for PyTorch's formats.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>What else the file holds and was ignored, such as <c>optimizer</c> or <c>epoch (number)</c>.</summary>
    public IReadOnlyList<string> Ignored { get; }

    /// <summary>Opens a weight file and reads its table of tensors; elements are read later, tensor by tensor.</summary>
    /// <param name="path">The file; its format is detected from its content.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, of another kind, or wants to run code.</exception>
    public static WeightFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new RandomAccessFile(path);
        try
        {
            return new WeightFile(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Closes the file; its tensors can no longer be read.</summary>
    public void Dispose() => _file.Dispose();

    private static WeightFormat Detect(RandomAccessFile file)
    {
        if (file.Length == 0) throw file.Malformed("is empty; copy it again.");
        var head = file.Read(0, Math.Min(file.Length, 16));
        return head switch
        {
            [(byte)'P', (byte)'K', 3, 4, ..] => WeightFormat.TorchZip,
            [_, _, _, _, 0, 0, 0, 0, (byte)'{', ..] => WeightFormat.Safetensors,
            [0x80, < 6, ..] => WeightFormat.TorchLegacy,
            _ => throw file.Malformed("is neither a safetensors file nor what torch.save writes; name a file of weights."),
        };
    }

    private static (List<StoredTensor>, IReadOnlyDictionary<string, string>, IReadOnlyList<string>) FromStateDictionary(StateDictionary state) =>
        (state.Tensors, new Dictionary<string, string>(), state.Ignored);
}
