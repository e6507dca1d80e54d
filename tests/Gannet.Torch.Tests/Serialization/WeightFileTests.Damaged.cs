using Gannet.Torch.Serialization;

namespace Gannet.Torch.Tests.Serialization;

/// <summary>However a file was damaged, reading it ends in a value or in an <see cref="InvalidDataException"/> that names it.</summary>
public class DamagedWeightFileTests
{
    [Theory]
    [InlineData("zip.pth")]
    [InlineData("legacy.pth")]
    [InlineData("checkpoint-4.pth")]
    [InlineData("safetensors")]
    public void Every_truncation_is_noticed(string name)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("weights");
        File.WriteAllBytes(path, Content(name, folder));
        using var file = File.Open(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);

        while (file.Length > 0)
        {
            file.SetLength(file.Length - 1);
            var error = Assert.Throws<InvalidDataException>(() => WeightFixtures.ReadAll(path));
            Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void One_wrong_bit_in_a_zip_archives_tensor_is_noticed()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("weights");
        File.Copy(WeightFixtures.Path("zip.pth"), path);
        var content = File.ReadAllBytes(path);
        foreach (var region in ZipDirectoryOf(path).Where(static r => r.Length > 0))
        {
            var damaged = (byte[])content.Clone();
            damaged[region.Offset + region.Length / 2] ^= 4;
            File.WriteAllBytes(path, damaged);
            Assert.Contains("checksum", Assert.Throws<InvalidDataException>(() => WeightFixtures.ReadAll(path)).Message, StringComparison.Ordinal);
        }
    }

    private static List<(long Offset, long Length)> ZipDirectoryOf(string path)
    {
        using var file = new RandomAccessFile(path);
        return [.. ZipDirectory.Read(file).Values.Where(static e => e.Name.Contains("/data/", StringComparison.Ordinal)).Select(static e => (e.Region.Offset, e.Region.Length))];
    }

    [Theory]
    [InlineData("zip.pth")]
    [InlineData("legacy.pth")]
    [InlineData("checkpoint-2.pth")]
    [InlineData("checkpoint-4.pth")]
    [InlineData("safetensors")]
    public void Flipped_bytes_end_in_a_value_or_in_an_error_that_names_the_file(string name)
    {
        using var folder = new TemporaryFolder();
        var content = Content(name, folder);
        var path = folder.File("weights");
        var random = new Random(20);
        var refused = 0;
        for (var round = 0; round < 3000; round++)
        {
            var damaged = (byte[])content.Clone();
            for (var flips = 1 + round % 4; flips > 0; flips--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(path, damaged);
            try
            {
                WeightFixtures.ReadAll(path);
            }
            catch (InvalidDataException error)
            {
                Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', error.Message);
                refused++;
            }
        }

        Assert.InRange(refused, 300, 2999);
    }

    private static byte[] Content(string name, TemporaryFolder folder)
    {
        if (name != "safetensors") return File.ReadAllBytes(WeightFixtures.Path(name));
        using var source = WeightFile.Open(WeightFixtures.Path("zip.pth"));
        var path = folder.File("whole.safetensors");
        SafetensorsWriter.Write(path, source.Tensors.Values.Select(TensorContent.From), new Dictionary<string, string> { ["preset"] = "test" });
        return File.ReadAllBytes(path);
    }
}
