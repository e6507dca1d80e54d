using Gannet.Cli.Input;

namespace Gannet.Cli.Tests.Video;

/// <summary>A detector that finds in the nth frame that it looks at what a script says.</summary>
internal sealed class ScriptedDetector(Func<int, IReadOnlyList<DetectedObject>> find, int together = 1) : PictureDetector
{
    private int _prepared;

    public override IReadOnlyList<string> Classes => ["car", "van"];

    public override int FramesTogether => together;

    /// <summary>How many frames went through together.</summary>
    public List<int> GroupSizes { get; } = [];

    public override IEnumerable<(InputImage Input, Func<(Image Picture, IReadOnlyList<DetectedObject> Found)> Detect)> Run(
        IReadOnlyList<InputImage> inputs, CancellationToken cancellation) => throw new NotSupportedException();

    public override Func<IReadOnlyList<IReadOnlyList<DetectedObject>>> Prepare(IReadOnlyList<Image> frames, CancellationToken cancellation)
    {
        var first = _prepared;
        _prepared += frames.Count;
        return () =>
        {
            GroupSizes.Add(frames.Count);
            return [.. Enumerable.Range(first, frames.Count).Select(find)];
        };
    }

    public override void Dispose()
    {
    }
}
