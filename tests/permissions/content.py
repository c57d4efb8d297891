from tests.permissions.rows import everybody

MATRIX = {
    # Only what a page's row names is served: nobody learns whether another file exists.
    "content:media": everybody(404, args=lambda world: {"path": "recordings/a.webm"}),
}
