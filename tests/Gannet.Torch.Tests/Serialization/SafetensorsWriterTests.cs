using FsCheck;
using FsCheck.Fluent;
using Gannet.Torch.Serialization;

namespace Gannet.Torch.Tests.Serialization;

public sealed class SafetensorsWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void What_is_written_reads_back_for_any_names_shapes_types_and_metadata()
    {
        var types = Enum.GetValues<ElementType>();
        var tensor =
            from name in ArbMap.Default.GeneratorFor<NonNull<string>>()
            from type in Gen.Elements(types)
            from shape in Gen.Choose(0, 4).Select(static size => (long)size).ListOf().Where(static shape => shape.Count < 5)
            from seed in ArbMap.Default.GeneratorFor<int>()
            select (name.Get, type, Shape: shape.ToArray(), seed);
        var path = _folder.File("x.safetensors");

        Prop.ForAll(tensor.ListOf().ToArbitrary(), tensors =>
        {
            var wanted = tensors.Where(static t => IsUnicode(t.Get) && t.Get != "__metadata__").DistinctBy(static t => t.Get)
                .ToDictionary(static t => t.Get, static t => (t.type, t.Shape, Bytes: Bytes(t.type, t.Shape, t.seed)));
            var metadata = wanted.ToDictionary(static t => t.Key, static t => t.Value.type.ToString());
            SafetensorsWriter.Write(
                path, wanted.Select(static t => new TensorContent(t.Key, t.Value.type, t.Value.Shape, stream => stream.Write(t.Value.Bytes))), metadata);
            using var file = WeightFile.Open(path);
            return file.Tensors.Count == wanted.Count
                && metadata.Count == file.Metadata.Count && metadata.All(pair => file.Metadata[pair.Key] == pair.Value)
                && wanted.All(pair => file.Tensors[pair.Key] is var read && read.ElementType == pair.Value.type
                    && read.Shape.SequenceEqual(pair.Value.Shape) && read.Read().SequenceEqual(pair.Value.Bytes));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_same_content_gives_the_same_bytes_in_any_order()
    {
        TensorContent[] tensors = [TensorContent.From("b", [1, 2], 2), TensorContent.From("a", [3], 1)];
        var metadata = new Dictionary<string, string> { ["z"] = "1", ["y"] = "2" };
        SafetensorsWriter.Write(_folder.File("1"), tensors, metadata);
        SafetensorsWriter.Write(_folder.File("2"), tensors.Reverse(), metadata.Reverse().ToDictionary());

        Assert.Equal(File.ReadAllBytes(_folder.File("1")), File.ReadAllBytes(_folder.File("2")));
        Assert.Equal(0, BitConverter.ToInt64(File.ReadAllBytes(_folder.File("1"))) % 8);
    }

    [Fact]
    public void A_failure_leaves_the_old_file_and_nothing_else()
    {
        var path = _folder.File("x.safetensors");
        SafetensorsWriter.Write(path, [TensorContent.From("a", [1], 1)]);
        var before = File.ReadAllBytes(path);

        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [TensorContent.From("a", [1, 2, 3], 2)]));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [TensorContent.From("a", [1], 1), TensorContent.From("a", [1], 1)]));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [TensorContent.From("__metadata__", [1], 1)]));

        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Bytes(ElementType type, long[] shape, int seed)
    {
        var bytes = new byte[shape.Aggregate((long)type.Size, static (product, size) => product * size)];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    // A lone surrogate is not Unicode text; JSON writers replace it.
    private static bool IsUnicode(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsSurrogatePair(text, i)) return false;
            i++;
        }

        return true;
    }
}
