using System.Buffers.Binary;
using System.Text;
using Gannet.Torch.Serialization;

namespace Gannet.Torch.Tests.Serialization;

public sealed class SafetensorsReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_file_in_the_format_of_the_specification_reads()
    {
        using var file = Open("""{"__metadata__":{"a":"b"},"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"e":{"dtype":"I64","shape":[0,3],"data_offsets":[8,8]}}  """, 8);

        Assert.Equal(WeightFormat.Safetensors, file.Format);
        Assert.Equal("b", file.Metadata["a"]);
        Assert.Equal([2L], file.Tensors["x"].Shape);
        Assert.Equal([0f, 0f], file.Tensors["x"].ReadFloats());
        Assert.Empty(file.Tensors["e"].Read());
    }

    [Theory]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7, "tensor 'x' needs 8 bytes")]
    [InlineData("""{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "does not fit its 8 bytes")]
    [InlineData("""{"x":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", 0, "does not fit its 0 bytes")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-1,-2],"data_offsets":[0,8]}}""", 8, "does not fit")]
    [InlineData("""{"x":{"dtype":"F32","shape":[0,4611686018427387904,4611686018427387904],"data_offsets":[0,0]}}""", 4, "its tensors take 0")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "an overlap or a hole")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "an overlap or a hole")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 9, "its tensors take 4")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "not [begin, end]")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,9223372036854775807]}}""", 4, "not [begin, end]")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4, "not [begin, end]")]
    [InlineData("""{"x":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}}""", 4, "'F8_E4M3'")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "malformed safetensors header")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "malformed safetensors header")]
    [InlineData("""{"x":{"dtype":7,"shape":[1],"data_offsets":[0,4]}}""", 4, "malformed safetensors header")]
    [InlineData("""{"x":{"shape":[1],"data_offsets":[0,4]}}""", 4, "malformed safetensors header")]
    [InlineData("""{"x":[[[[[[1]]]]]]}""", 4, "malformed safetensors header")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "malformed safetensors header")]
    [InlineData("""{"__metadata__":3}""", 0, "malformed safetensors header")]
    [InlineData("""{"x":{"dtype":"F32",""", 4, "malformed safetensors header")]
    public void A_wrong_header_is_refused_with_its_reason(string header, int dataBytes, string reason)
    {
        var error = Assert.Throws<InvalidDataException>(() => Open(header, dataBytes));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_beyond_the_limit_is_not_read()
    {
        var path = _folder.File("weights");
        File.WriteAllBytes(path, [0, 0, 0, 0x10, 0, 0, 0, 0, (byte)'{', 0]);

        Assert.Contains("at most", Assert.Throws<InvalidDataException>(() => WeightFile.Open(path)).Message, StringComparison.Ordinal);
    }

    [SharedDataFact("weights/resnet18-imagenet-to-layer3.safetensors")]
    public void A_file_of_another_writer_reads()
    {
        using var file = WeightFile.Open(Repository.Shared("weights/resnet18-imagenet-to-layer3.safetensors"));

        Assert.Equal([64, 3, 7, 7], file.Tensors["conv1.weight"].Shape);
        Assert.All(file.Tensors["conv1.weight"].ReadFloats(), static value => Assert.InRange(value, -2, 2));
    }

    public void Dispose() => _folder.Dispose();

    private WeightFile Open(string header, int dataBytes)
    {
        var path = _folder.File("weights");
        var bytes = Encoding.UTF8.GetBytes(header);
        var file = new byte[8 + bytes.Length + dataBytes];
        BinaryPrimitives.WriteInt64LittleEndian(file, bytes.Length);
        bytes.CopyTo(file, 8);
        File.WriteAllBytes(path, file);
        return WeightFile.Open(path);
    }
}
