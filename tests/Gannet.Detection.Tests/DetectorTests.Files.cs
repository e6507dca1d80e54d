using Gannet.Torch.Serialization;

namespace Gannet.Detection.Tests;

public sealed class DetectorFilesTests
{
    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("nowhere", Assert.ThrowsAny<IOException>(static () => Detector.Load("nowhere.safetensors")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_truncated_file_is_refused() => AssertRefused(static path =>
    {
        using var stream = new FileStream(path, FileMode.Open);
        stream.SetLength(stream.Length / 2);
    });

    [Fact]
    public void Another_version_is_refused() => AssertRefused(static path => Rewrite(path, version: "99"), "format 99");

    [Fact]
    public void A_missing_tensor_is_named() => AssertRefused(static path => Rewrite(path, skip: "rpn.head.cls_logits.bias"), "rpn.head.cls_logits.bias");

    [Fact]
    public void A_misshapen_tensor_is_named() => AssertRefused(static path => Rewrite(path, flatten: "roi_heads.box_head.fc6.weight"), "roi_heads.box_head.fc6.weight");

    [Fact]
    public void Damaged_options_are_refused() => AssertRefused(static path => Rewrite(path, options: "backbone: { name: [ }"));

    [Fact]
    public void Weights_alone_are_no_model() => AssertRefused(static path => Rewrite(path, version: ""), "gannet model import");

    [Fact]
    public void A_file_of_a_few_bytes_takes_no_gigabytes()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("model.safetensors");
        SafetensorsWriter.Write(path, [TensorContent.From("x", [1, 2], 2)], new Dictionary<string, string>
        {
            ["gannet.format"] = "2",
            ["gannet.classes"] = "[\"a\"]",
            ["gannet.options"] = "neck: { channels: 16384 }",
        });
        var error = Assert.Throws<InvalidDataException>(() => Detector.Load(path));
        Assert.Contains("model.safetensors", error.Message, StringComparison.Ordinal);
        Assert.Contains("more than 2 weights; the file holds no more", error.Message, StringComparison.Ordinal);
    }

    private static void AssertRefused(Action<string> damage, string part = "")
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("model.safetensors");
        using (var detector = SmallDetector.Create()) detector.Save(path);
        damage(path);
        var error = Assert.Throws<InvalidDataException>(() => Detector.Load(path));
        Assert.Contains("model.safetensors", error.Message, StringComparison.Ordinal);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    private static void Rewrite(string path, string? version = null, string? options = null, string? skip = null, string? flatten = null)
    {
        Dictionary<string, string> metadata;
        List<TensorContent> contents = [];
        using (var file = WeightFile.Open(path))
        {
            metadata = new(file.Metadata);
            foreach (var tensor in file.Tensors.Values.Where(t => t.Name != skip))
            {
                var bytes = tensor.Read();
                long[] shape = tensor.Name == flatten ? [tensor.ElementCount] : tensor.Shape;
                contents.Add(new(tensor.Name, tensor.ElementType, shape, stream => stream.Write(bytes)));
            }
        }

        if (version is not null) metadata["gannet.format"] = version;
        if (version is "") metadata.Remove("gannet.format");
        if (options is not null) metadata["gannet.options"] = options;
        SafetensorsWriter.Write(path, contents, metadata);
    }
}
