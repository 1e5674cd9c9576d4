// Shows the files that were chosen, with a box for the title of each. Without it, titles are made from the names.
document.querySelectorAll("input.uploads").forEach((input) => {
  const list = document.createElement("ol");
  list.className = "upload-titles";
  input.after(list);
  input.addEventListener("change", () => list.replaceChildren(...Array.from(input.files, (file, place) => {
    const label = document.createElement("label");
    const box = document.createElement("input");
    Object.assign(box, { name: `${input.name}-title`, id: `${input.id}-title-${place}`, type: "text", maxLength: 150 });
    box.value = title(file.name);
    label.htmlFor = box.id;
    label.textContent = `Title of ${file.name} (${size(file.size)})`;
    const item = document.createElement("li");
    item.append(label, box);
    return item;
  })));
});

function title(name) {
  const words = name.replace(/\.[^.]*$/, "").replace(/[_\-.\s]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1, 150);
}

function size(bytes) {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
