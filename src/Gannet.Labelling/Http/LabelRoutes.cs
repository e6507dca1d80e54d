using Gannet.Imaging.Codecs;
using Gannet.Imaging.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gannet.Labelling.Http;

/// <summary>Pictures, labels and classes. A picture is addressed by its number, never by a path.</summary>
internal sealed class LabelRoutes(LabelProject project, LabellingOptions options)
{
    private const int MostBoxes = 20_000;
    private const double FarthestPixel = 1e7;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/project", Project);
        routes.MapGet("/api/pictures/{id:int}/file", Picture);
        routes.MapGet("/api/pictures/{id:int}/labels", (int id) => Results.Json(LabelsMessage.Of(project.Read(Known(id)))));
        routes.MapPut("/api/pictures/{id:int}/labels", SaveAsync);

        // As delegates of any kind: what a request delegate returns is not sent.
        routes.MapPost("/api/classes", (Delegate)AddClassAsync);
        routes.MapPost("/api/classes/rename", (Delegate)RenameClassAsync);
    }

    private IResult Project() => Results.Json(new ProjectMessage(
        options.Name, project.Editor.Format.ToString(), project.Editor.Classes,
        [.. project.Editor.Pictures.Select(p => (p, State: project.StateOf(p.Index)))
            .Select(static p => new PictureMessage(p.p.Index, p.p.Name, p.p.Split, p.State.IsLabelled, p.State.Boxes, p.State.Problem))],
        options.Program.Count > 0));

    // Whatever a data set calls a picture, only pictures are given away.
    private IResult Picture(int id)
    {
        var path = project.Editor.Pictures[Known(id)].Path;
        var type = ImageHeader.Read(path).Format switch
        {
            ImageFormat.Jpeg => "image/jpeg",
            ImageFormat.Png => "image/png",
            ImageFormat.Bmp => "image/bmp",
            ImageFormat.WebP => "image/webp",
            _ => null,
        };
        return type is null ? Results.Bytes(ImageEncoder.Encode(ImageDecoder.Decode(path), ImageFormat.Png), "image/png") : Results.File(path, type);
    }

    private async Task<IResult> SaveAsync(HttpContext context, int id)
    {
        var picture = Known(id);
        var message = await RequestBody.ReadAsync<SaveMessage>(context).ConfigureAwait(false);
        if (message is not { Revision: { } revision, Boxes: { } boxes }) throw new BadHttpRequestException("A save has a revision and a list of boxes.");
        if (boxes.Count > MostBoxes) throw new BadHttpRequestException($"A picture has at most {MostBoxes} boxes.");
        if (boxes.Any(static box => box is not { Class: not null } || !IsNear(box))) throw new BadHttpRequestException("A box has a class and four corners in pixels.");
        return Results.Json(LabelsMessage.Of(project.Save(picture, revision, [.. boxes.Select(static box => box!.ToBox())], message.Labelled)));
    }

    private async Task<IResult> AddClassAsync(HttpContext context)
    {
        var message = await RequestBody.ReadAsync<ClassMessage>(context).ConfigureAwait(false);
        project.Editor.AddClass(message.Name ?? "");
        return Results.Json(project.Editor.Classes);
    }

    private async Task<IResult> RenameClassAsync(HttpContext context)
    {
        var message = await RequestBody.ReadAsync<RenameMessage>(context).ConfigureAwait(false);
        project.RenameClass(message.From ?? "", message.To ?? "");
        return Results.Json(project.Editor.Classes);
    }

    private int Known(int id) => (uint)id < (uint)project.Editor.Pictures.Count ? id
        : throw new BadHttpRequestException("There is no such picture.", StatusCodes.Status404NotFound);

    private static bool IsNear(BoxMessage box) => new[] { box.X1, box.Y1, box.X2, box.Y2 }.All(static v => Math.Abs(v) <= FarthestPixel);
}
