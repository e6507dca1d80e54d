using Gannet.Torch.Serialization;

namespace Gannet.Torch.Tests.Serialization;

public class WeightFileTests
{
    private static readonly Dictionary<string, ElementType> s_types = new()
    {
        ["float32"] = ElementType.Float,
        ["float16"] = ElementType.Half,
        ["bfloat16"] = ElementType.BFloat16,
        ["float64"] = ElementType.Double,
        ["int64"] = ElementType.Int64,
        ["int32"] = ElementType.Int32,
        ["int16"] = ElementType.Int16,
        ["int8"] = ElementType.SByte,
        ["uint8"] = ElementType.Byte,
        ["bool"] = ElementType.Bool,
    };

    [Theory]
    [InlineData("zip.pth", WeightFormat.TorchZip)]
    [InlineData("legacy.pth", WeightFormat.TorchLegacy)]
    public void Every_kind_of_tensor_reads_as_PyTorch_wrote_it(string name, WeightFormat format)
    {
        using var file = WeightFile.Open(WeightFixtures.Path(name));

        Assert.Equal(format, file.Format);
        var expected = WeightFixtures.Expected();
        Assert.Equal(expected.Keys, file.Tensors.Keys);
        foreach (var (key, (type, shape, values)) in expected)
        {
            var tensor = file.Tensors[key];
            Assert.Equal((key, s_types[type]), (tensor.Name, tensor.ElementType));
            Assert.Equal(shape, tensor.Shape);
            Assert.Equal(values, tensor.ReadFloats());
            Assert.Equal(tensor.ByteCount, tensor.Read().Length);
        }
    }

    [Theory]
    [InlineData("checkpoint-2.pth")]
    [InlineData("checkpoint-4.pth")]
    public void The_state_dict_is_taken_from_a_checkpoint_and_the_rest_is_reported(string name)
    {
        using var file = WeightFile.Open(WeightFixtures.Path(name));

        Assert.Equal(
            ["0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked"], file.Tensors.Keys);
        Assert.Equal(["optimizer", "epoch (number)", "args", "note (text)"], file.Ignored);
        Assert.Equal([1f], file.Tensors["1.num_batches_tracked"].ReadFloats());
    }

    [Fact]
    public void The_prefix_of_DataParallel_is_dropped()
    {
        using var file = WeightFile.Open(WeightFixtures.Path("parallel.pth"));

        Assert.Contains("0.weight", file.Tensors.Keys);
        Assert.DoesNotContain(file.Tensors.Keys, static name => name.StartsWith("module.", StringComparison.Ordinal));
    }

    [Fact]
    public void Names_of_nested_dictionaries_and_lists_are_joined_by_dots()
    {
        using var file = WeightFile.Open(WeightFixtures.Path("nested.pth"));

        Assert.Equal(["backbone.w", "heads.0", "heads.1"], file.Tensors.Keys);
    }

    [Theory]
    [InlineData("evil-system", "posix.system")]
    [InlineData("evil-eval", "__builtin__.eval")]
    [InlineData("evil-getattr", "__builtin__.getattr")]
    [InlineData("evil-import", "__builtin__.__import__")]
    [InlineData("evil-hidden", "posix.system")]
    [InlineData("evil-hidden-legacy", "posix.system")]
    [InlineData("evil-system-legacy", "posix.system")]
    [InlineData("evil-eval-legacy", "builtins.eval")]
    [InlineData("evil-getattr-legacy", "builtins.getattr")]
    [InlineData("evil-import-legacy", "builtins.__import__")]
    public void A_file_that_wants_to_run_code_is_refused_by_name(string name, string function)
    {
        var path = WeightFixtures.Path(name + ".pth");

        var error = Assert.Throws<InvalidDataException>(() => WeightFile.Open(path));

        Assert.StartsWith($"{path}: wants to run '{function}', refused; ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("deep.pth", "no dictionary")]
    [InlineData("laughs.pth", "too large")]
    [InlineData("long-text.pth", "more bytes than there are")]
    [InlineData("expanded-bomb.pth", "claims 4398046511104 bytes")]
    public void A_file_made_to_exhaust_memory_is_refused(string name, string reason)
    {
        var error = Assert.Throws<InvalidDataException>(() => WeightFile.Open(WeightFixtures.Path(name)));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_a_folder_an_empty_file_and_a_picture_are_named()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("empty.pth"), []);
        File.WriteAllBytes(folder.File("picture.pth"), [0x89, (byte)'P', (byte)'N', (byte)'G', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);

        Assert.Contains("no such file", Assert.Throws<FileNotFoundException>(() => WeightFile.Open(folder.File("none.pth"))).Message, StringComparison.Ordinal);
        Assert.Contains("is a folder", Assert.Throws<FileNotFoundException>(() => WeightFile.Open(folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("is empty", Assert.Throws<InvalidDataException>(() => WeightFile.Open(folder.File("empty.pth"))).Message, StringComparison.Ordinal);
        Assert.Contains("neither", Assert.Throws<InvalidDataException>(() => WeightFile.Open(folder.File("picture.pth"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_file_no_longer_reads()
    {
        var file = WeightFile.Open(WeightFixtures.Path("zip.pth"));
        var tensor = file.Tensors["float"];
        file.Dispose();

        Assert.Throws<ObjectDisposedException>(tensor.Read);
    }
}
