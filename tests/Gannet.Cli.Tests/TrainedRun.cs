using Gannet.Datasets.Synthesis;

namespace Gannet.Cli.Tests;

/// <summary>A data set of small generated pictures and a training of a few steps on it, made once for all tests that need a model.</summary>
public sealed class TrainedRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TrainedRun()
    {
        var fields = new SmearFieldOptions { Width = 128, Height = 128, MinCorpuscles = 20, MaxCorpuscles = 30 };
        SmearDataset.Write(Data, new() { Fields = fields, Images = 6, Validation = 2 });
        Result = CommandRun.Of(Arguments(Data, Out)).GetAwaiter().GetResult();
        Assert.True(Result.Code == 0, Result.Error);
    }

    /// <summary>The data set: six pictures in "train" and two in "val", in COCO format.</summary>
    public string Data => _folder.File("data");

    /// <summary>The run folder.</summary>
    public string Out => _folder.File("run");

    /// <summary>The trained model.</summary>
    public string Model => Path.Combine(Out, "model.safetensors");

    internal CommandRun Result { get; }

    /// <summary>Trains the smallest possible network: three steps, one epoch of <see cref="Data"/>, unless more are asked for.</summary>
    public static string[] Arguments(string data, string folder, params string[] more) =>
    [
        "train", "--data", data, "--out", folder, .. more.Contains("--preset") ? [] : (string[])["--preset", "faster-rcnn-resnet18-fpn"], "--min-size", "64", "--max-size", "64", "--batch", "2",
        "--set", "neck.channels=16", "--set", "head.width=32", "--set", "proposals.after_nms_training=64", "--set", "proposals.after_nms=32",
        .. more.Contains("--max-steps") ? [] : (string[])["--max-steps", "3"], .. more,
    ];

    public void Dispose() => _folder.Dispose();
}
