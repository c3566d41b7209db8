"""Gives every GameObject of the open scenes a name that ends with an underscore. Runs on a client."""

import unity_connection

UnityEngine = unity_connection.get_module("UnityEngine")
UnityEditor = unity_connection.get_module("UnityEditor")

renamed = 0
for game_object in UnityEngine.Object.FindObjectsOfType(UnityEngine.GameObject):
    name = game_object.name
    if not name.endswith("_"):
        UnityEditor.Undo.RecordObject(game_object, "Ensure Naming")
        game_object.name = f"{name}_"
        renamed += 1

print(f"{renamed} objects renamed")
