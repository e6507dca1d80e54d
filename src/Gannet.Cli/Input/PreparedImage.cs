using Gannet.Detection.Images;

namespace Gannet.Cli.Input;

/// <summary>A picture and what the network sees of it.</summary>
internal sealed record PreparedImage(Image Image, ImageBatch Batch);
