using Gannet.Detection.Images;

namespace Gannet.Cli.Input;

/// <summary>A picture and the batch that the network sees.</summary>
internal sealed record PreparedImage(Image Image, ImageBatch Batch);
