using Gannet.Imaging.Video;

namespace Gannet.Imaging.Tests.Video;

/// <summary>A test that reads or writes videos; skipped where OpenCV's videoio is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class VideoFactAttribute : FactAttribute
{
    public VideoFactAttribute() => Skip = VideoReader.Missing;
}

/// <summary>The same with cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class VideoTheoryAttribute : TheoryAttribute
{
    public VideoTheoryAttribute() => Skip = VideoReader.Missing;
}
