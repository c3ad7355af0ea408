// Who orders: a guest, or a customer who is logged in.

import { $, isBusy, memory, setBusy } from './dom.js';

export class Account {
  #channels;
  #dialog = $('#account-dialog');
  #form = $('#account-form');
  #registering = false;

  constructor(channels) {
    this.#channels = channels;
    $('#account').addEventListener('click', () => (this.customer ? this.#logOut() : this.#open()));
    $('#account-switch').addEventListener('click', () => this.#mode(!this.#registering));
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (!isBusy($('#account-submit'))) this.#submit();
    });
    this.#show();
  }

  /** The session of the customer who is logged in, if there is one. */
  get customer() {
    const session = memory.get('session');
    return session && new Date(session.expiresAt) > new Date() ? session : undefined;
  }

  #open() {
    this.#mode(false);
    this.#form.reset();
    this.#dialog.showModal();
    $('#account-email').focus();
  }

  #mode(registering) {
    this.#registering = registering;
    const title = registering ? 'Make an account' : 'Log in';
    $('#account-title').textContent = title;
    $('#account-submit').textContent = title;
    $('#account-switch').textContent = registering ? 'Have an account? Log in' : 'New here? Make an account';
    $('#account-name-field').hidden = !registering;
    $('#account-password').autocomplete = registering ? 'new-password' : 'current-password';
    this.#complain('');
  }

  async #submit() {
    const { name, email, password } = this.#form.elements;
    const credentials = { email: email.value.trim(), password: password.value };
    if (this.#registering) {
      if (!name.value.trim()) return this.#complain('Please tell us your name.');
      if (password.value.length < 8) return this.#complain('A password needs eight characters or more.');
      credentials.name = name.value.trim();
    }
    setBusy($('#account-submit'), true);
    try {
      const { message, payload } = this.#registering
        ? await this.#channels.request('customer/register', 'RegisterCustomer', credentials)
        : await this.#channels.request('customer/login', 'LogIn', credentials);
      if (message === 'CustomerSession') this.#welcome(payload);
      else this.#complain(payload.reason ?? 'Please check what you entered.');
    } catch (error) {
      this.#complain(error.message);
    }
    setBusy($('#account-submit'), false);
  }

  #welcome(session) {
    memory.set('session', session);
    this.#form.reset();
    this.#dialog.close();
    this.#show();
    $('#announcer').textContent = `Welcome, ${session.name}.`;
  }

  #logOut() {
    this.#channels.send('customer/logout', 'LogOut', { sessionToken: this.customer.sessionToken });
    memory.set('session', null);
    this.#show();
    $('#announcer').textContent = 'You are logged out.';
  }

  #complain(text) {
    $('#account-problem').hidden = !text;
    $('#account-problem').textContent = text;
  }

  #show() {
    const name = this.customer?.name;
    $('#account-name').textContent = name ? `${name} · Log out` : 'Log in';
  }
}
