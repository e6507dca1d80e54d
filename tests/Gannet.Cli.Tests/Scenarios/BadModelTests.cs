using System.Buffers.Binary;
using Gannet.Detection;
using Gannet.Detection.Models.Weights;
using Gannet.Torch.Serialization;

namespace Gannet.Cli.Tests.Scenarios;

/// <summary>Model files and pictures that are not what they seem, through the command line.</summary>
[Collection(TorchTests.Name)]
public sealed class BadModelTests(TrainedRun trained)
{
    [Theory]
    [InlineData("empty", "is empty")]
    [InlineData("cut", "")]
    [InlineData("text", "neither a safetensors file nor")]
    [InlineData("version", "has model format 99, but this Gannet reads 2")]
    [InlineData("plain", "gannet model import")]
    [InlineData("missing", "lacks tensors of this model")]
    [InlineData("misshapen", "has tensors of another shape")]
    [InlineData("options", "its description of the model is damaged")]
    [InlineData("absent", "")]
    public async Task A_model_that_is_none_is_named_with_what_is_wrong(string fault, string words)
    {
        using var folder = new TemporaryFolder();
        var model = folder.File($"{fault}.safetensors");
        Spoil(fault, model);
        string[][] commands =
        [
            ["detect", trained.Data, "--model", model],
            ["evaluate", "--data", trained.Data, "--model", model],
            ["model", "show", model],
        ];
        foreach (var command in commands) (await CommandRun.Of(command)).OneLineOfWrongInput(fault == "absent" ? "no" : model, words);
    }

    [Theory]
    [InlineData("empty.png")]
    [InlineData("cut.png")]
    [InlineData("cut.jpg")]
    [InlineData("huge.png")]
    [InlineData("text.jpg")]
    public async Task A_picture_that_is_none_is_named(string name)
    {
        using var folder = new TemporaryFolder();
        var picture = folder.File(name);
        var sound = Repository.Fixture(name.EndsWith("jpg", StringComparison.Ordinal) ? "pictures/rgb.jpg" : "pictures/rgb.png");
        var bytes = name.Split('.')[0] switch
        {
            "empty" => [],
            "cut" => File.ReadAllBytes(sound)[..^20],
            "text" => "no picture"u8.ToArray(),
            _ => Huge(File.ReadAllBytes(sound)),
        };
        File.WriteAllBytes(picture, bytes);
        var run = await CommandRun.Of("detect", picture, "--model", trained.Model);
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.StartsWith($"not read: {picture}: ", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, run.Error.TrimEnd().Split('\n').Length);
    }

    // A header that claims 100,000 × 100,000 pixels, which would take 30 GB. Its checksum is corrected.
    private static byte[] Huge(byte[] png)
    {
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 100_000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 100_000);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc(png.AsSpan(12, 17)));
        return png;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? crc >> 1 ^ 0xEDB88320u : crc >> 1;
        }

        return ~crc;
    }

    private void Spoil(string fault, string target)
    {
        switch (fault)
        {
            case "absent": return;
            case "empty": File.WriteAllBytes(target, []); return;
            case "text": File.WriteAllText(target, "this is no model at all"); return;
            case "cut": File.WriteAllBytes(target, File.ReadAllBytes(trained.Model)[..^100]); return;
        }

        using var file = WeightFile.Open(trained.Model);
        using var detector = Detector.Load(trained.Model);
        var metadata = file.Metadata.ToDictionary();
        var tensors = detector.State().Select(static s => ModuleWeights.Content(s.Name, s.Tensor)).ToList();
        if (fault == "plain") metadata.Clear();
        if (fault == "version") metadata["gannet.format"] = "99";
        if (fault == "options") metadata["gannet.options"] = metadata["gannet.options"].Replace("name: resnet18", "name: resnet19", StringComparison.Ordinal);
        if (fault == "missing") tensors.RemoveAt(3);
        if (fault == "misshapen") tensors[0] = tensors[0] with { Shape = [.. tensors[0].Shape.Reverse()] };
        SafetensorsWriter.Write(target, tensors, metadata);
    }
}
